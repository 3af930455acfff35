package dev.market.billing;

import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/bills")
public class BillController {
    private static final String INSERT = """
        INSERT INTO bills (order_id, note)
        VALUES (?, 'new')
        """;

    private final JdbcTemplate db;
    private final OrdersClient orders;

    public BillController(JdbcTemplate db, OrdersClient orders) {
        this.db = db;
        this.orders = orders;
    }

    @GetMapping("/{id}")
    public Map<String, Object> bill(@PathVariable String id) {
        return db.queryForMap("SELECT * FROM bills WHERE id = ?", id);
    }

    @GetMapping("/of/{customer}")
    public long total(@PathVariable String customer) {
        return orders.ofCustomer(customer).stream().mapToLong(OrdersClient.Order::total).sum();
    }

    @KafkaListener(topics = "orders.placed", groupId = "billing")
    public void placed(String order) {
        char quote = '"';
        db.update(INSERT, order.replace(quote, '\''));
    }
}
