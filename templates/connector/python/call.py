"""Calls: what carries them, and how typed values become the messages that are carried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Protocol

from .error import ConnectorError


class Transport(Protocol):
    """What carries calls: a lane, or a server in the same process.

    Messages are encoded already; methods are told by their id.
    """

    def unary(self, method: int, request: bytes) -> bytes:
        """One message for one message."""
        ...

    def stream(self, method: int, requests: Iterable[bytes]) -> Iterator[bytes]:
        """A stream on both sides."""
        ...


@dataclass(frozen=True)
class MethodInfo:
    """One method of a service.

    ``path`` is ``/package.Service/Method``, or the path template of an HTTP operation, whose verb is
    ``verb``.
    """

    id: int
    name: str
    path: str
    verb: Optional[str]
    client_streaming: bool
    server_streaming: bool


@dataclass(frozen=True)
class Codec:
    """How the messages of a method are written and read."""

    encode_input: Callable[[Any], bytes]
    decode_input: Callable[[bytes], Any]
    encode_output: Callable[[Any], bytes]
    decode_output: Callable[[bytes], Any]


def only(messages: Iterable[Any]) -> Any:
    """The one message of a stream that must have one."""
    found: List[Any] = list(messages)
    if len(found) != 1:
        raise ConnectorError("", f"expected one message, got {len(found)}")
    return found[0]


def call_unary(transport: Transport, method: MethodInfo, codec: Codec, value: Any) -> Any:
    """A call of one message for one message."""
    return codec.decode_output(transport.unary(method.id, codec.encode_input(value)))


def call_stream(
    transport: Transport, method: MethodInfo, codec: Codec, values: Iterable[Any]
) -> Iterator[Any]:
    """A call with a stream on both sides; with one message on a side, a stream of one."""
    requests = (codec.encode_input(value) for value in values)
    for answer in transport.stream(method.id, requests):
        yield codec.decode_output(answer)


Route = Callable[[Iterable[bytes]], Iterator[bytes]]
"""What a server does for one method, whatever its streaming."""


def route(method: MethodInfo, codec: Codec, handler: Callable[[Any], Any]) -> Route:
    """Makes a route of a handler that takes and gives values, or iterators where they stream."""

    def run(requests: Iterable[bytes]) -> Iterator[bytes]:
        values = (codec.decode_input(request) for request in requests)
        answer = handler(values if method.client_streaming else only(values))
        for value in answer if method.server_streaming else (answer,):
            yield codec.encode_output(value)

    return run


class Server:
    """A server as a transport, so that a client in the same process can call it directly."""

    def __init__(self, routes: Dict[int, Route]) -> None:
        self._routes = routes

    def _route(self, method: int) -> Route:
        if method not in self._routes:
            raise ConnectorError("", f"there is no method {method}")
        return self._routes[method]

    def unary(self, method: int, request: bytes) -> bytes:
        """One message for one message."""
        answer: bytes = only(self._route(method)((request,)))
        return answer

    def stream(self, method: int, requests: Iterable[bytes]) -> Iterator[bytes]:
        """A stream on both sides."""
        return self._route(method)(requests)
