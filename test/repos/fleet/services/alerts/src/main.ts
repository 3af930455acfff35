import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AlertsController } from './alerts.controller'
import { EventsService } from './events.service'

@Module({ controllers: [AlertsController], providers: [EventsService] })
class AppModule {}

const bootstrap = async (): Promise<void> => {
  const app = await NestFactory.create(AppModule)
  await app.listen(process.env.PORT ?? 3000)
}

void bootstrap()
