require 'bunny'
require 'dalli'
require 'json'
require 'mail'

Mail.defaults do
  delivery_method :smtp, address: ENV.fetch('SMTP_HOST', 'localhost'), port: 1025
end

# Tells customers that their parcel is on its way.
class Mailer
  SUBJECT = "It's on its way".freeze

  def initialize
    @seen = Dalli::Client.new(ENV['MEMCACHE_SERVERS'])
    @bus = Bunny.new(ENV['AMQP_URL'])
  end

  def run
    @bus.start
    queue = @bus.create_channel.queue('parcels.sent', durable: true)
    queue.subscribe(block: true) do |_info, _properties, body|
      deliver(body) unless @seen.get("mail:#{body.hash}")
    end
  end

  def deliver(body)
    Mail.deliver do
      to 'customer@example.org'
      from "shop@example.org"
      subject SUBJECT
      body "Your #{body.upcase} left us."
    end
    @seen.set("mail:#{body.hash}", true)
  end
end

Mailer.new.run
