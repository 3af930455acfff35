package dev.market.billing;

import java.util.List;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@FeignClient(name = "orders", url = "${orders.service.url}")
public interface OrdersClient {
    record Order(String id, long total) {}

    @GetMapping("/orders")
    List<Order> ofCustomer(@RequestParam("customer") String customer);
}
