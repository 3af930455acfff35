import type { Channel, Protocol } from '../../../core/model/endpoint.ts'

/**
 * A call that sends to or receives from a channel: the end of its callee, the library that the file must
 * name, and where the name of the channel stands: positions, or keys of options and keyword arguments.
 */
export type ChannelCall = {
  readonly action: Channel['action']
  readonly protocol: Protocol
  readonly kind: Channel['kind']
  readonly callee: string
  readonly library: RegExp
  readonly langs?: readonly string[]
  readonly args: readonly number[]
  readonly keys: readonly string[]
  /** An exchange that is named by an empty text stands for the queue in the routing key. */
  readonly otherwise?: { readonly args: readonly number[]; readonly keys: readonly string[] }
  /** The name may be handed over as a variable of any name. */
  readonly isSure: boolean
}

type Row = Omit<ChannelCall, 'callee' | 'args' | 'keys' | 'isSure'> & {
  readonly args?: readonly number[]
  readonly keys?: readonly string[]
  readonly isSure?: boolean
}

const rows = (row: Row, callees: string): ChannelCall[] =>
  callees
    .trim()
    .split(/\s+/)
    .map((callee) => ({ args: [], keys: [], isSure: false, ...row, callee }))

const js = ['javascript', 'typescript']
const send = { action: 'send' } as const
const receive = { action: 'receive' } as const
const kafka = { protocol: 'kafka', kind: 'topic', library: /kafka|sarama|kgo\b|redpanda/i } as const
const amqp = { protocol: 'amqp', kind: 'queue', library: /amqp|rabbit|pika|lapin|bunny/i } as const
const exchange = { ...amqp, kind: 'topic' } as const
const nats = { protocol: 'nats', kind: 'topic', library: /\bnats\b|async_nats|stan\.go/i } as const
const redis = { protocol: 'redis', library: /redis|valkey/i } as const
const mqtt = { protocol: 'mqtt', kind: 'topic', library: /mqtt/i } as const
const sqs = { protocol: 'http', kind: 'queue', library: /sqs/i, isSure: true } as const
const sns = { protocol: 'http', kind: 'topic', library: /sns/i, isSure: true } as const
const pubsub = { protocol: 'grpc', library: /pubsub|pub_sub/i, isSure: true } as const
const azure = {
  protocol: 'amqp',
  library: /servicebus|service_bus|service-bus/i,
  isSure: true,
} as const
const bull = {
  protocol: 'redis',
  kind: 'queue',
  library: /bullmq|\bbull\b|bee-queue/,
  langs: js,
} as const

const kafkaCalls: readonly ChannelCall[] = [
  ...rows(
    { ...kafka, ...send, args: [0], keys: ['topic', 'Topic'] },
    `
    producer.send kafkaTemplate.send producer.produce producer.send_and_wait ProduceAsync
    Produce producer.sendAndWait template.send kafkaProducer.send`,
  ),
  ...rows(
    { ...kafka, ...send, args: [0], keys: ['topic', 'Topic', 'TopicPartition'], isSure: true },
    `
    ProducerRecord sarama.ProducerMessage kafka.Message kgo.Record FutureRecord.to BaseRecord.to
    kgo.DefaultProduceTopic kafka.Writer kafka.WriterConfig`,
  ),
  ...rows(
    { ...kafka, ...receive, args: [0], keys: ['topic', 'topics', 'Topic', 'GroupTopics'] },
    `
    consumer.subscribe subscribe Subscribe SubscribeTopics`,
  ),
  ...rows(
    {
      ...kafka,
      ...receive,
      args: [0],
      keys: ['topic', 'topics', 'Topic', 'GroupTopics'],
      isSure: true,
    },
    `
    kgo.ConsumeTopics kafka.ReaderConfig ConsumePartition`,
  ),
  ...rows(
    { ...kafka, ...receive, args: [0], langs: ['python'], isSure: true },
    'KafkaConsumer AIOKafkaConsumer',
  ),
  ...rows({ ...kafka, ...receive, args: [1], langs: ['go'] }, 'Consume'),
  ...rows(
    { ...kafka, ...receive, args: [0], library: /KStream|StreamsBuilder/ },
    'builder.stream streamsBuilder.stream',
  ),
  ...rows({ ...kafka, ...send, args: [0], library: /KStream|StreamsBuilder/ }, '.to'),
  ...rows(
    { ...kafka, ...receive, args: [0], library: /faststream.*kafka|kafka.*faststream/is },
    'broker.subscriber',
  ),
  ...rows(
    { ...kafka, ...send, args: [0], library: /faststream.*kafka|kafka.*faststream/is },
    'broker.publisher',
  ),
]

const amqpCalls: readonly ChannelCall[] = [
  ...rows({ ...amqp, ...send, args: [0], isSure: true }, 'sendToQueue'),
  ...rows(
    { ...amqp, ...receive, args: [0], keys: ['queue'] },
    'consume Consume ConsumeWithContext',
  ),
  ...rows(
    { ...amqp, ...receive, args: [0], keys: ['queue'], isSure: true },
    'basic_consume BasicConsume BasicConsumeAsync basicConsume basic_get ReceiveEndpoint',
  ),
  ...rows(
    { ...exchange, ...receive, args: [1], keys: ['exchange'], isSure: true },
    'bindQueue queue_bind queueBind QueueBindAsync',
  ),
  ...rows(
    { ...exchange, ...receive, args: [1], keys: ['exchange'], isSure: true, langs: ['csharp'] },
    'QueueBind',
  ),
  ...rows({ ...exchange, ...receive, args: [2], isSure: true, langs: ['go'] }, 'QueueBind'),
  ...rows(
    { ...exchange, ...send, args: [0], keys: [], otherwise: { args: [1], keys: [] }, langs: js },
    'publish',
  ),
  ...rows(
    { ...exchange, ...send, args: [0], otherwise: { args: [1], keys: [] }, langs: ['go'] },
    'Publish',
  ),
  ...rows(
    {
      ...exchange,
      ...send,
      args: [1],
      otherwise: { args: [2], keys: [] },
      langs: ['go'],
      isSure: true,
    },
    'PublishWithContext',
  ),
  ...rows(
    {
      ...exchange,
      ...send,
      args: [0],
      keys: ['exchange'],
      otherwise: { args: [1], keys: ['routing_key', 'routingKey'] },
      isSure: true,
    },
    `
    BasicPublish BasicPublishAsync basicPublish`,
  ),
  ...rows(
    {
      ...exchange,
      ...send,
      args: [0],
      keys: ['exchange'],
      otherwise: { args: [1], keys: ['routing_key'] },
      langs: ['python', 'rust', 'ruby'],
      isSure: true,
    },
    'basic_publish',
  ),
  ...rows(
    {
      ...exchange,
      ...send,
      args: [1],
      otherwise: { args: [2], keys: [] },
      langs: ['php'],
      isSure: true,
    },
    'basic_publish',
  ),
  ...rows(
    { ...amqp, ...send, keys: ['routing_key'], langs: ['python', 'ruby'], isSure: true },
    'publish',
  ),
  ...rows(
    { ...exchange, ...send, args: [0] },
    'rabbitTemplate.convertAndSend amqpTemplate.convertAndSend rabbitTemplate.convertSendAndReceive template.convertAndSend',
  ),
]

const lightCalls: readonly ChannelCall[] = [
  ...rows(
    { ...nats, ...send, args: [0] },
    'publish Publish request Request PublishMsg RequestWithContext js.PublishAsync',
  ),
  ...rows(
    { ...nats, ...receive, args: [0] },
    'subscribe Subscribe QueueSubscribe ChanSubscribe SubscribeSync PullSubscribe queue_subscribe pull_subscribe',
  ),
  ...rows({ ...mqtt, ...send, args: [0] }, 'publish Publish publishAsync'),
  ...rows({ ...mqtt, ...receive, args: [0] }, 'subscribe Subscribe subscribeAsync'),
  ...rows(
    { ...redis, ...send, kind: 'topic', args: [0], keys: ['channel'] },
    'publish spublish sPublish PublishAsync',
  ),
  ...rows({ ...redis, ...send, kind: 'topic', args: [1], langs: ['go'] }, 'Publish'),
  ...rows(
    { ...redis, ...receive, kind: 'topic', args: [0], keys: ['channel'] },
    'subscribe psubscribe pSubscribe ssubscribe SubscribeAsync',
  ),
  ...rows(
    { ...redis, ...receive, kind: 'topic', args: [1], langs: ['go'] },
    'Subscribe PSubscribe',
  ),
  ...rows(
    { ...redis, ...send, kind: 'stream', args: [0], keys: ['Stream', 'name'], isSure: true },
    'xadd xAdd StreamAddAsync redis.XAddArgs',
  ),
  ...rows(
    {
      ...redis,
      ...receive,
      kind: 'stream',
      args: [2, 0],
      keys: ['key', 'Streams', 'streams'],
      isSure: true,
    },
    'xreadgroup xReadGroup redis.XReadGroupArgs redis.XReadArgs xread xRead StreamReadGroupAsync',
  ),
  ...rows(
    { ...redis, ...send, kind: 'queue', args: [0] },
    'lpush rpush lPush rPush ListLeftPushAsync ListRightPushAsync',
  ),
  ...rows({ ...redis, ...send, kind: 'queue', args: [1], langs: ['go'] }, 'LPush RPush'),
  ...rows(
    { ...redis, ...receive, kind: 'queue', args: [0] },
    'brpop blpop brPop blPop brpoplpush blmove ListRightPopAsync ListLeftPopAsync',
  ),
  ...rows({ ...redis, ...receive, kind: 'queue', args: [2], langs: ['go'] }, 'BRPop BLPop'),
]

const jobCalls: readonly ChannelCall[] = [
  ...rows({ ...bull, ...send, args: [0], isSure: true }, 'Queue Bull InjectQueue FlowProducer'),
  ...rows({ ...bull, ...receive, args: [0], isSure: true }, 'Worker Processor QueueEvents'),
  ...rows({ ...bull, ...send, keys: ['name'], isSure: true }, 'BullModule.registerQueue'),
  ...rows(
    {
      ...redis,
      library: /^(?:from|import) rq\b/m,
      ...send,
      kind: 'queue',
      args: [0],
      keys: ['name'],
      langs: ['python'],
      isSure: true,
    },
    'Queue',
  ),
  ...rows(
    {
      ...redis,
      library: /^(?:from|import) rq\b/m,
      ...receive,
      kind: 'queue',
      args: [0],
      keys: ['queues'],
      langs: ['python'],
      isSure: true,
    },
    'Worker',
  ),
  ...rows(
    {
      ...redis,
      library: /celery/i,
      ...send,
      kind: 'queue',
      keys: ['queue'],
      langs: ['python'],
      isSure: true,
    },
    'apply_async send_task',
  ),
  ...rows(
    {
      ...redis,
      library: /dramatiq/,
      ...receive,
      kind: 'queue',
      keys: ['queue_name'],
      langs: ['python'],
      isSure: true,
    },
    'dramatiq.actor',
  ),
  ...rows(
    {
      ...redis,
      library: /hibiken\/asynq/,
      ...send,
      kind: 'queue',
      args: [0],
      langs: ['go'],
      isSure: true,
    },
    'asynq.NewTask',
  ),
  ...rows(
    {
      ...redis,
      library: /hibiken\/asynq/,
      ...receive,
      kind: 'queue',
      args: [0],
      langs: ['go'],
      isSure: true,
    },
    'mux.HandleFunc mux.Handle',
  ),
]

const cloudCalls: readonly ChannelCall[] = [
  ...rows(
    { ...sqs, ...send, keys: ['QueueUrl', 'queueUrl'] },
    'SendMessageCommand SendMessageBatchCommand send_message send_message_batch sqs.SendMessageInput sqs.sendMessage SendMessageRequest',
  ),
  ...rows(
    { ...sqs, ...receive, keys: ['QueueUrl', 'queueUrl'] },
    'ReceiveMessageCommand receive_message sqs.ReceiveMessageInput sqs.receiveMessage ReceiveMessageRequest',
  ),
  ...rows(
    { ...sns, ...send, keys: ['TopicArn', 'topicArn', 'TargetArn'] },
    'PublishCommand publish sns.PublishInput PublishRequest PublishBatchCommand',
  ),
  ...rows(
    { ...sns, ...send, keys: ['EventBusName'], library: /eventbridge/i },
    'PutEventsCommand put_events PutEventsRequestEntry eventbridge.PutEventsInput',
  ),
  ...rows(
    { ...pubsub, ...send, kind: 'topic', args: [0] },
    'pubsub.topic pubSub.topic pubSubClient.topic client.Topic client.Publisher',
  ),
  ...rows(
    { ...pubsub, ...receive, kind: 'topic', args: [0] },
    'pubsub.subscription pubSub.subscription pubSubClient.subscription client.Subscription client.Subscriber',
  ),
  ...rows({ ...pubsub, ...send, kind: 'topic', args: [1] }, 'publisher.topic_path topic_path'),
  ...rows(
    { ...pubsub, ...receive, kind: 'topic', args: [1] },
    'subscriber.subscription_path subscription_path',
  ),
  ...rows(
    { ...azure, ...send, kind: 'queue', args: [0], keys: ['queue_name', 'topic_name'] },
    'createSender CreateSender get_queue_sender get_topic_sender NewSender',
  ),
  ...rows(
    { ...azure, ...receive, kind: 'queue', args: [0], keys: ['queue_name', 'topic_name'] },
    'createReceiver CreateReceiver CreateProcessor get_queue_receiver get_subscription_receiver NewReceiverForQueue',
  ),
]

/** Libraries that talk through brokers, by the last name of their calls. */
export const channelCalls: ReadonlyMap<string, readonly ChannelCall[]> = (() => {
  const byLast = new Map<string, ChannelCall[]>()
  for (const c of [...kafkaCalls, ...amqpCalls, ...lightCalls, ...jobCalls, ...cloudCalls]) {
    const last = c.callee.slice(c.callee.lastIndexOf('.') + 1)
    byLast.set(last, [...(byLast.get(last) ?? []), c])
  }
  return byLast
})()
