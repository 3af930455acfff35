import { Controller, Get, Param } from '@nestjs/common'

@Controller('alerts')
export class AlertsController {
  @Get(':vehicle')
  async of(@Param('vehicle') vehicle: string): Promise<unknown> {
    const response = await fetch(`${process.env.DISPATCHER_URL}/jobs/${vehicle}`)
    return response.json()
  }
}
