const { Worker } = require('bullmq')
const IORedis = require('ioredis')
const { PutObjectCommand, S3Client } = require('@aws-sdk/client-s3')

const connection = new IORedis(process.env.QUEUE_REDIS, { maxRetriesPerRequest: null })
const storage = new S3Client({
  region: 'eu-central-1',
  endpoint: process.env.S3_ENDPOINT,
  forcePathStyle: true,
})

const slug = (title) => title.toLowerCase().replace(/[^a-z0-9'"]+/g, '-')

const print = async (job) => {
  const Key = `receipts/${slug(job.data.title || 'untitled')}.txt`
  await storage.send(new PutObjectCommand({ Bucket: 'receipts', Key, Body: job.data.text }))
}

new Worker('receipts', print, { connection })
