const base = process.env.ORDERS_URL ?? 'http://orders:8090'

export type Order = { readonly id: string; readonly total: number }

export const ordersOf = async (customer: string): Promise<readonly Order[]> => {
  const response = await fetch(`${base}/orders?customer=${customer}`)
  if (!response.ok) throw new Error(`orders: ${response.status}`)
  return (await response.json()) as Order[]
}
