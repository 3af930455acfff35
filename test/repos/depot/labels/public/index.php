<?php

$host = $_ENV['STOCK_HOST'] ?? '127.0.0.1:8300';
$part = basename($_SERVER['REQUEST_URI']);
$left = json_decode(file_get_contents("http://{$host}/stock/{$part}"), true);

header('Content-Type: text/plain');
echo "Part $part\nleft: {$left['left']}\n";
