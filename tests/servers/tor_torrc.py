"""What the nodes of the private Tor network are told."""

from __future__ import annotations

__all__ = ["AUTHORITY", "CLIENT", "EVERYONE", "HOST", "MEMBER", "RELAY"]

EVERYONE = """\
TestingTorNetwork 1
PathsNeededToBuildCircuits 0.67
{authority}
"""

MEMBER = """\
DataDirectory {directory}
Nickname {name}
Log notice file {directory}/notice.log
ShutdownWaitLength 0
SafeLogging 0
NumCPUs 1
"""

RELAY = """\
SocksPort 0
ORPort 127.0.0.1:{orport} IPv4Only
Address 127.0.0.1
AssumeReachable 1
DirCache 1
ContactInfo test@localhost.invalid
ServerDNSDetectHijacking 0
ServerDNSAllowBrokenConfig 1
ServerDNSTestAddresses
ServerDNSResolvConfFile {directory}/resolv.conf
ExtendAllowPrivateAddresses 1
ExitRelay 1
IPv6Exit 0
ExitPolicyRejectPrivate 0
ExitPolicyRejectLocalInterfaces 0
ExitPolicy accept *:*
OutboundBindAddressExit 127.0.0.1
"""
"""Exits for every address, so that the consensus has exits; bound to loopback, so that they reach nothing else."""

AUTHORITY = """\
SocksPort 0
ORPort 127.0.0.1:{orport} IPv4Only
DirPort 127.0.0.1:{dirport}
Address 127.0.0.1
AssumeReachable 1
DirCache 1
ContactInfo test@localhost.invalid
ServerDNSDetectHijacking 0
ServerDNSAllowBrokenConfig 1
ServerDNSTestAddresses
ServerDNSResolvConfFile {directory}/resolv.conf
ExtendAllowPrivateAddresses 1
ExitRelay 0
ExitPolicy reject *:*
AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
V3AuthVotingInterval 10
V3AuthVoteDelay 2
V3AuthDistDelay 2
V3AuthNIntervalsValid 2
TestingV3AuthInitialVotingInterval 10
TestingV3AuthInitialVoteDelay 2
TestingV3AuthInitialDistDelay 2
TestingV3AuthVotingStartOffset 0
TestingAuthDirTimeToLearnReachability 0
TestingMinExitFlagThreshold 0
TestingDirAuthVoteExit *
TestingDirAuthVoteGuard *
TestingDirAuthVoteHSDir *
MinUptimeHidServDirectoryV2 0
AuthDirMaxServersPerAddr 0
"""
"""Initial and later voting intervals are equal: else client and service look for descriptors in different places."""

CLIENT = """\
TestingClientMaxIntervalWithoutRequest 1
ClientRejectInternalAddresses 0
ClientDNSRejectInternalAddresses 0
MapAddress forum.test 127.0.0.1
"""
"""`forum.test` is a name that Tor alone can resolve."""

HOST = """\
SocksPort 0
ControlPort 127.0.0.1:{control}
CookieAuthentication 1
CookieAuthFile {directory}/control_auth_cookie
"""
