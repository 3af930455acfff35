import { Queue } from 'bullmq'
import { config } from './config.ts'

/** Receipts are printed by another service: we only put them into its queue. */
export const receipts = new Queue('receipts', { connection: { url: config.REDIS_URL } })
