"""How addresses are spelled by those who want a crawler to knock at its own house."""

from __future__ import annotations

__all__ = ["LOCAL", "MALFORMED", "METADATA", "PRIVATE", "disguised"]

LOCAL = (
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "127.255.255.254", "0", "0.0.0.0", "0.0.0.0.", "2130706433",
    "017700000001", "0177.0.0.1", "0177.0.0.01", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0X7F.0X0.0X0.0X1",
    "127.0x0.0.1", "127.000.000.001", "00127.0.0.1", "1.0.0.127.", "0x100000000007f000001", "4294967296",
    "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "foo.localhost", "ip6-localhost",
    "ip6-loopback", "127.0.0.1.nip.example", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]",
    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]", "[::1%25lo]", "[::1%lo]", "[fe80::1%25eth0]",
    "１２７.０.０.１", "127。0。0。1", "127．0．0．1", "①②⑦.⓪.⓪.①", "ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "loc%61lhost", "%31%32%37.0.0.1", "127.0.0.1%00.forum.example", "127.0.0.1%2eforum.example",
    "localhost%23.forum.example",
)  # fmt: skip
"""Hosts that lead to this machine, or would if somebody read them kindly."""

PRIVATE = (
    "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "169.254.1.1", "192.0.0.8",
    "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]", "[fec0::1]", "[ff02::1]",
    "[100::1]", "[2001:db8::1]", "[3fff::1]", "[2001:20::1]", "[5f00::1]", "[::ffff:10.0.0.1]", "0xa000001",
    "3232235777", "012.0.0.1",
)  # fmt: skip

METADATA = (
    "169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]",
    "169.254.170.2", "[fd00:ec2::254]", "100.100.100.200", "metadata.google.internal", "METADATA.google.internal.",
    "metadata", "metadata.goog", "instance-data", "instance-data.ec2.internal",
)  # fmt: skip

MALFORMED = (
    "http://forum.example@{0}/", "http://forum.example:80@{0}/", "http://forum.example%40{0}/",
    "http://{0}\\@forum.example/", "http://{0}#@forum.example/", "http://{0}?@forum.example/",
    "http://{0}\\.forum.example/", "http:\\\\{0}\\", "http:/{0}/", "http:{0}/", "http:///{0}/", "//{0}/",
    "http://{0}\t/", "http://{0}\n/", " http://{0}/", "http://{0} forum.example/", "http://[{0}]/", "http://[::1",
    "http://:80/", "http://", "http://forum.example:0/", "http://forum.example:65536/", "http://forum.example:+80/",
    "http://forum.example:8o/", "http://forum..example/", "http://.forum.example/", "gopher://{0}/", "dict://{0}/",
    "file:///etc/hostname", "file://{0}/etc/hostname", "ftp://{0}/", "data:text/html,x", "s3://bucket/key",
    "javascript:1", "ws://{0}/", "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "jar:http://{0}!/",
    "view-source:http://{0}/", "unix:/tmp/x",
)  # fmt: skip
"""Whole addresses; `{0}` is where the bait's host and port stand."""


def disguised(port: int) -> list[str]:
    """Every spelling, aimed at *port*."""
    hosts = [f"http://{host}:{port}/" for host in (*LOCAL, *PRIVATE, *METADATA)]
    return hosts + [form.replace("{0}", f"127.0.0.1:{port}") for form in MALFORMED]
