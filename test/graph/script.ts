import { join } from 'node:path'

type Cell = {
  readonly x: number
  readonly y: number
  readonly column: number
  readonly row: number
}
type Frame = {
  readonly id?: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type LaidOut = {
  readonly nodes: readonly Cell[]
  readonly frames: readonly Frame[]
  readonly routes: readonly (readonly number[])[][]
  readonly width: number
  readonly height: number
}

export type Drawn = { readonly band?: string | undefined }
export type Edge = { readonly from: number; readonly to: number }

/** A module of the page's own script, which is plain JavaScript and has no types. */
const load = (name: string): Promise<Record<string, never>> =>
  import(join(import.meta.dirname, '../../templates/graph', name))

const layoutModule = await load('layout.js')

export const size = layoutModule['size'] as unknown as {
  readonly node: number
  readonly height: number
}

export const layout = layoutModule['layout'] as unknown as (
  nodes: readonly Drawn[],
  edges: readonly Edge[],
) => LaidOut
