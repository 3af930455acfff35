class NoticeJob
  include Sidekiq::Job
  sidekiq_options queue: 'notices'

  def perform(part)
    puts "ordered: #{part}"
  end
end
