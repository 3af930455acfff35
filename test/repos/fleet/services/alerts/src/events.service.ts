import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { Injectable } from '@nestjs/common'
import Redis from 'ioredis'

const queue = 'http://sqs.eu-central-1.localhost.localstack.cloud:4566/000000000000/acknowledged'
const topic = 'arn:aws:sns:eu-central-1:000000000000:alarms'

@Injectable()
export class EventsService {
  private readonly redis = new Redis(process.env.STREAM_URL as string)
  private readonly sns = new SNSClient({})
  private readonly sqs = new SQSClient({})

  /** Tells everybody of what looks wrong. */
  async watch(last = '$'): Promise<void> {
    const found = await this.redis.xread('BLOCK', 0, 'STREAMS', 'vehicle-events', last)
    for (const [, entries] of found ?? [])
      for (const [id, fields] of entries)
        await this.sns.send(new PublishCommand({ TopicArn: topic, Message: `${id}: ${fields.join(' ')}` }))
  }

  async acknowledged(): Promise<number> {
    const { Messages = [] } = await this.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }))
    return Messages.length
  }
}
