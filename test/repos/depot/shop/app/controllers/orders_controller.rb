class OrdersController < ApplicationController
  def create
    stock = Stock.new.reserve(params[:part], params.fetch(:quantity, 1).to_i)
    return render json: { error: "nothing left of '#{params[:part]}'" }, status: :conflict unless stock

    NoticeJob.perform_async(params[:part])
    head :created
  end
end
