import { sha256 } from '../../core/json/digest.ts'

const readableMax = 60
const digits = 12

/**
 * The folder name of an address's driver: at most 60 readable characters and 12 hex of the digest
 * of the address, so that two addresses never share a folder, on any file system.
 *
 * @example driverSlug('rtt://shop/service/cart') // 'shop-service-cart-6ab3…'
 */
export const driverSlug = (address: string): string => {
  const words = address.replace(/^rtt:\/\//, '').toLowerCase()
  const readable = words
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, readableMax)
    .replace(/^-+|-+$/g, '')
  return `${readable || 'driver'}-${sha256(address).slice(0, digits)}`
}

/** The Python package inside of the driver folder: the slug as an identifier. */
export const pythonPackage = (address: string): string => {
  const name = driverSlug(address).replaceAll('-', '_')
  return /^[a-z]/.test(name) ? name : `rtt_${name}`
}
