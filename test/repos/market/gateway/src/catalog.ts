import { RESTDataSource } from '@apollo/datasource-rest'

export class CatalogApi extends RESTDataSource {
  override baseURL = process.env['CATALOG_URL']!

  product(id: string) {
    return this.get(`products/${encodeURIComponent(id)}`)
  }
}
