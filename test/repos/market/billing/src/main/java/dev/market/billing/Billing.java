package dev.market.billing;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.openfeign.EnableFeignClients;

@SpringBootApplication
@EnableFeignClients
public class Billing {
    public static void main(String[] args) {
        SpringApplication.run(Billing.class, args);
    }
}
