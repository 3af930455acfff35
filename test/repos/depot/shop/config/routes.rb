Rails.application.routes.draw do
  resources :parts, only: [:index, :show]
  post "/orders", to: "orders#create"
end
