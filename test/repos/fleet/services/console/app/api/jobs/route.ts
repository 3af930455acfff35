import { NextResponse } from 'next/server'

const edge = process.env.EDGE_URL

export async function GET(request: Request) {
  const vehicle = new URL(request.url).searchParams.get('vehicle')
  const jobs = await fetch(`${edge}/jobs/${vehicle}`, { cache: 'no-store' })
  return NextResponse.json(await jobs.json())
}
