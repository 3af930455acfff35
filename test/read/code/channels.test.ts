import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expression } from '../../../src/core/model/expression.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const show = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'env') return e.fallback ? `$${e.key}=${show(e.fallback)}` : `$${e.key}`
  if (e.kind === 'concat') return e.parts.map(show).join('+')
  return e.kind === 'name' ? `<${e.name}>` : '?'
}

const channelsOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code![0]!.channels ?? []).map(
    (c) => `${c.at.line}:${c.action} ${c.protocol} ${c.kind} ${show(c.name)}`,
  )

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'kafkajs: a constant, an environment variable, several topics',
    'a.ts',
    `import { Kafka } from 'kafkajs'
const TOPIC = 'orders'
await producer.send({ topic: TOPIC, messages })
await consumer.subscribe({ topic: process.env.TOPIC_IN ?? 'bills' })
await consumer.subscribe({ topics: ['a', 'b'] })
store.subscribe(render)`,
    [
      '3:send kafka topic orders',
      '4:receive kafka topic $TOPIC_IN=bills',
      '5:receive kafka topic a',
      '5:receive kafka topic b',
    ],
  ],
  [
    'Python clients of Kafka',
    'a.py',
    `from confluent_kafka import Producer, Consumer
producer.produce("orders", value=v)
consumer.subscribe(["bills", f"{PREFIX}.paid"])
c = KafkaConsumer('mail', bootstrap_servers=b)`,
    [
      '2:send kafka topic orders',
      '3:receive kafka topic <PREFIX>+.paid',
      '3:receive kafka topic bills',
      '4:receive kafka topic mail',
    ],
  ],
  [
    'Go clients of Kafka',
    'a.go',
    `package a
import "github.com/IBM/sarama"
const topic = "orders"
func f() {
	p.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: v})
	group.Consume(ctx, []string{"bills"}, h)
}`,
    ['5:send kafka topic orders', '6:receive kafka topic bills'],
  ],
  [
    'franz-go and segmentio',
    'a.go',
    `package a
import "github.com/twmb/franz-go/pkg/kgo"
var r = kgo.NewClient(kgo.ConsumeTopics("a"), kgo.DefaultProduceTopic("b"))
var s = kafka.NewReader(kafka.ReaderConfig{Brokers: b, Topic: "c", GroupID: "g"})`,
    ['3:receive kafka topic a', '3:send kafka topic b', '4:receive kafka topic c'],
  ],
  [
    'Spring: listeners with lists and placeholders, templates',
    'src/A.java',
    `class A {
  @KafkaListener(topics = {"a", "\${app.topics.bills:bills}"}, groupId = "g") void on(String s) {}
  @RabbitListener(queues = Names.QUEUE) void mail(String s) {}
  void f() { kafkaTemplate.send("b", v); rabbitTemplate.convertAndSend("ex", "rk", v); }
}
class Names { static final String QUEUE = "mails"; }`,
    [
      '2:receive kafka topic $APP_TOPICS_BILLS=bills',
      '2:receive kafka topic a',
      '3:receive amqp queue mails',
      '4:send kafka topic b',
      '4:send amqp topic ex',
    ],
  ],
  [
    'rdkafka and lapin',
    'a.rs',
    `use rdkafka::producer::FutureRecord; use lapin::Channel;
fn f() { producer.send(FutureRecord::to("orders").payload(&p), t); consumer.subscribe(&["bills"]);
channel.basic_publish("", "mails", o, b, p); channel.basic_consume("tasks", "me", o, f); }`,
    [
      '2:receive kafka topic bills',
      '2:send kafka topic orders',
      '3:send amqp queue mails',
      '3:receive amqp queue tasks',
    ],
  ],
  [
    'amqplib: queues, an exchange, the default exchange, what a queue is bound to',
    'a.js',
    `const amqp = require('amqplib')
const q = await ch.assertQueue('jobs')
ch.sendToQueue('jobs', b)
ch.publish('events', 'a.b', b)
ch.publish('', 'direct', b)
ch.bindQueue(q.queue, 'events', 'a.*')
ch.consume(q.queue, work)`,
    [
      '3:send amqp queue jobs',
      '4:send amqp topic events',
      '5:send amqp queue direct',
      '6:receive amqp topic events',
      '7:receive amqp queue jobs',
    ],
  ],
  [
    'pika and amqp091',
    'a.py',
    `import pika
channel.basic_publish(exchange='', routing_key='mails', body=b)
channel.basic_publish(exchange='events', routing_key='x', body=b)
channel.basic_consume(queue='jobs', on_message_callback=f)`,
    ['2:send amqp queue mails', '3:send amqp topic events', '4:receive amqp queue jobs'],
  ],
  [
    'amqp091-go: a declared queue by its variable',
    'a.go',
    `package a
import amqp "github.com/rabbitmq/amqp091-go"
func f() {
	q, err := ch.QueueDeclare("jobs", true, false, false, false, nil)
	ch.PublishWithContext(ctx, "", q.Name, false, false, m)
	ch.QueueBind(q.Name, "key", "events", false, nil)
	msgs, err := ch.Consume(q.Name, "", true, false, false, false, nil)
}`,
    ['5:send amqp queue jobs', '6:receive amqp topic events', '7:receive amqp queue jobs'],
  ],
  [
    'NATS, and a receiver that says which of two libraries it is',
    'a.ts',
    `import { connect } from 'nats'
import mqtt from 'mqtt'
nc.publish('orders.created', b)
mqttClient.subscribe('sensors/+/temp')
other.publish('who knows', b)
thing.publish('unclear')`,
    ['3:send nats topic orders.created', '4:receive mqtt topic sensors/+/temp'],
  ],
  [
    'Redis: channels, streams, lists',
    'a.py',
    `import redis
r.publish('news', m)
r.xadd('events', f)
r.xreadgroup('g', 'me', {'events': '>'})
r.rpush('jobs', j)
r.blpop('jobs')
r.xread('BLOCK', 0, 'STREAMS', 'log', '$')`,
    [
      '2:send redis topic news',
      '3:send redis stream events',
      '4:receive redis stream events',
      '5:send redis queue jobs',
      '6:receive redis queue jobs',
      '7:receive redis stream log',
    ],
  ],
  [
    'go-redis: the context comes first',
    'a.go',
    `package a
import "github.com/redis/go-redis/v9"
func f() {
	rdb.XAdd(ctx, &redis.XAddArgs{Stream: "events", Values: v})
	rdb.LPush(ctx, "jobs", j)
	rdb.BRPop(ctx, 0, "jobs")
	rdb.Subscribe(ctx, "news")
}`,
    [
      '4:send redis stream events',
      '5:send redis queue jobs',
      '6:receive redis queue jobs',
      '7:receive redis topic news',
    ],
  ],
  [
    'BullMQ: a wrapper that is handed the name says nothing',
    'a.ts',
    `import { Queue, Worker } from 'bullmq'
enum QueueName { Mail = 'mail' }
export const q = new Queue(QueueName.Mail, { connection })
new Worker('mail', work)
function make(name) { return new Worker(name, work) }`,
    ['3:send redis queue mail', '4:receive redis queue mail'],
  ],
  [
    'Celery: a task is sent to and received from its queue; RQ alike',
    'a.py',
    `from celery import shared_task
from rq.decorators import job
@shared_task
def a(): ...
@app.task(queue="slow")
def b(): ...
mail.delay(1)
app.send_task("x", queue="far")
@job("mails")
def c(): ...`,
    [
      '3:receive redis queue celery',
      '3:send redis queue celery',
      '5:receive redis queue slow',
      '5:send redis queue slow',
      '8:send redis queue far',
      '9:receive redis queue mails',
      '9:send redis queue mails',
    ],
  ],
  [
    'SQS, SNS, Pub/Sub: the name at the end of an address',
    'a.py',
    `import boto3
from google.cloud import pubsub_v1
sqs.send_message(QueueUrl="https://sqs.eu.amazonaws.com/123/orders", MessageBody=b)
sns.publish(TopicArn="arn:aws:sns:eu:123:news", Message=m)
sqs.receive_message(QueueUrl=os.environ["JOBS_URL"])
publisher.topic_path(project, "bills")`,
    [
      '3:send http queue orders',
      '4:send http topic news',
      '5:receive http queue $JOBS_URL',
      '6:send grpc topic bills',
    ],
  ],
  [
    '.NET: RabbitMQ by names, Kafka, Service Bus',
    'A.cs',
    `using RabbitMQ.Client; using Confluent.Kafka; using Azure.Messaging.ServiceBus;
class A { void F() {
  channel.BasicPublish(exchange: "events", routingKey: "x", body: b);
  channel.BasicConsume(queue: "jobs", autoAck: true, consumer: c);
  await producer.ProduceAsync("orders", m);
  var s = client.CreateSender("bus"); } }`,
    [
      '3:send amqp topic events',
      '4:receive amqp queue jobs',
      '5:send kafka topic orders',
      '6:send amqp queue bus',
    ],
  ],
  ['no library, no channel', 'a.js', "bus.publish('x', 1)\nbus.subscribe('x', f)", []],
]

for (const [name, path, text, expected] of rows)
  test(name, () => assert.deepEqual(channelsOf(path, text), expected))

test('constants that name channels are kept for the files that use them', () => {
  const text = `export enum QueueName { Mail = 'mail', Size = '12' }\nexport const ORDERS_TOPIC = 'orders'\nexport const other = 'x'`
  const { assignments } = codeReader.read({ path: 'names.ts', text }).code![0]!
  assert.deepEqual(
    assignments.map((a) => `${a.name}=${show(a.value)}`),
    ['QueueName.Mail=mail', 'ORDERS_TOPIC=orders'],
  )
})
