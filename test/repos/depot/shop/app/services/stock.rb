# Asks the warehouse what is left of a part.
class Stock
  def initialize
    @http = Faraday.new(url: ENV.fetch("STOCK_URL"))
  end

  def reserve(part, quantity)
    @http.post("/stock/#{part}/reservations", { quantity: quantity }.to_json).success?
  end
end
