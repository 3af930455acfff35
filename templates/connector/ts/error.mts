/**
 * A value or a payload that does not follow its contract. `at` names the place: for protobuf the
 * path of fields (`items[2].sku`), for JSON the pointer (`/items/2/sku`); empty for the whole.
 */
export class ConnectorError extends Error {
  readonly at: string

  constructor(at: string, problem: string) {
    super(at === '' ? problem : `${at}: ${problem}`)
    this.at = at
    this.name = new.target.name
  }
}

/** A value cannot be written: a field is missing or has a wrong type. */
export class EncodeError extends ConnectorError {}

/** A payload cannot be read: it is damaged, hostile, or of another contract. */
export class DecodeError extends ConnectorError {}
