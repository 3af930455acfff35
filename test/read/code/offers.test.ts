import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

const offersOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code![0]!.offers ?? []).map(
    (o) => `${o.at.line}:${o.type} ${o.name}${o.schedule === undefined ? '' : ` @ ${o.schedule}`}`,
  )

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'commander and yargs',
    'cli.ts',
    `import { program } from 'commander'
program.command('serve [port]').action(run)
program.command('db:migrate').description('x y')
editor.command(name)`,
    ['2:cli serve', '3:cli db:migrate'],
  ],
  [
    'click and typer: the name, else the function; no other call of that name',
    'cli.py',
    `import click, typer
@click.command("send-mail")
def one(): ...
@app.command()
def clean_up(): ...
match.group(1)`,
    ['2:cli send-mail', '4:cli clean-up'],
  ],
  [
    'argparse',
    'cli.py',
    "import argparse\nsub = parser.add_subparsers()\nsub.add_parser('build', help='x')",
    ['3:cli build'],
  ],
  [
    'cobra',
    'cmd.go',
    `package cmd
import "github.com/spf13/cobra"
var serve = &cobra.Command{Use: "serve [flags]", Short: "x"}`,
    ['3:cli serve'],
  ],
  [
    'clap: an enum of commands, and a builder',
    'main.rs',
    `use clap::{Command, Parser, Subcommand};
#[derive(Debug, Subcommand)]
enum Commands { Serve { #[arg(long)] port: u16 }, DbMigrate(Args), Clean }
fn f() { Command::new("tool").subcommand(Command::new("sub")); }`,
    ['3:cli serve', '3:cli db-migrate', '3:cli clean', '4:cli sub', '4:cli tool'],
  ],
  [
    'artisan',
    'app/Console/Send.php',
    `<?php
class Send extends Command { protected $signature = 'mail:send {user}'; }`,
    ['2:cli mail:send'],
  ],
  [
    'node-cron and Nest',
    'jobs.ts',
    `import cron from 'node-cron'
cron.schedule('0 3 * * *', cleanUp)
class Jobs { @Cron('*/5 * * * *') async poll() {}
  @Interval(1000) tick() {} }
schedule('not a time', f)`,
    ['2:hook cleanUp @ 0 3 * * *', '3:hook poll @ */5 * * * *', '4:hook tick @ every 1000ms'],
  ],
  [
    'Spring',
    'src/Jobs.java',
    `class Jobs {
  @Scheduled(cron = "0 0 * * * *") @Transactional(readOnly = true)
  public void hourly() {}
  @Scheduled(fixedRate = 5000) void often() {}
}`,
    ['2:hook hourly @ 0 0 * * * *', '4:hook often @ every 5000ms'],
  ],
  [
    'Celery beat, APScheduler',
    'jobs.py',
    `from celery.schedules import crontab
from apscheduler.schedulers.background import BackgroundScheduler
app.conf.beat_schedule = {
    'nightly': {'task': 'a', 'schedule': crontab(minute=0, hour=3)},
    'often': {'task': 'b', 'schedule': 30.0},
}
scheduler.add_job(report, 'interval', minutes=5)`,
    ['4:hook nightly @ 0 3 * * *', '5:hook often @ every 30.0s', '7:hook report @ every 5m'],
  ],
  [
    'robfig/cron',
    'jobs.go',
    `package a
import "github.com/robfig/cron/v3"
func start() { c := cron.New(); c.AddFunc("@every 1h", sweep) }`,
    ['3:hook sweep @ @every 1h'],
  ],
  [
    'routes that others call when something has happened',
    'src/hooks.ts',
    `import express from 'express'
const app = express()
app.post('/api/webhooks/stripe', paid)
app.get('/webhooks', list)`,
    ['3:hook POST./api/webhooks/stripe'],
  ],
]

for (const [name, path, text, expected] of rows)
  test(name, () => assert.deepEqual(offersOf(path, text).sort(), [...expected].sort()))
