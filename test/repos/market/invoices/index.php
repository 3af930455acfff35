<?php

require __DIR__ . '/vendor/autoload.php';

$invoice = new Market\Invoices\Invoice();
echo $invoice->render($_GET['bill'] ?? 'none');
