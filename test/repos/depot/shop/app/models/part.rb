class Part < ApplicationRecord
  validates :number, presence: true, format: { with: /\A[A-Z]{2}-\d+\z/ }
end
