<?php

declare(strict_types=1);

namespace Market\Invoices;

use GuzzleHttp\Client;
use PDO;

final class Invoice
{
    private PDO $db;
    private Client $billing;

    public function __construct()
    {
        $host = getenv('DB_HOST') ?: 'localhost';
        $this->db = new PDO("mysql:host={$host};dbname=invoices", 'invoices', getenv('DB_PASSWORD'));
        $this->billing = new Client(['base_uri' => getenv('BILLING_URL'), 'timeout' => 2.0]);
    }

    /** The invoice of a bill, as text. */
    public function render(string $bill): string
    {
        $response = $this->billing->request('GET', '/bills/' . $bill);
        $data = json_decode((string) $response->getBody(), true);
        $this->db->prepare('INSERT INTO invoices (bill) VALUES (?)')->execute([$bill]);

        return sprintf("Invoice for %s: it's %d cents\n", $bill, $data['total'] ?? 0);
    }
}
