/// UDP for market data: many datagrams in one system call, and multicast groups.
#ifndef TECTRA_NET_H
#define TECTRA_NET_H

#include <stddef.h>
#include <stdint.h>

/// An IPv4 address and a port, both in host order.
typedef struct tectra_endpoint {
    uint32_t address;
    uint16_t port;
} tectra_endpoint;

/// Opens a non-blocking, close-on-exec UDP socket. Returns the descriptor or -errno.
int tectra_udp_open(void);

/// Binds to an address and port. `shared` lets several receivers of one machine share a multicast
/// port. 0 or errno.
int tectra_udp_bind(int socket, tectra_endpoint local, int shared);

/// Where the socket is bound to. 0 or errno.
int tectra_udp_local(int socket, tectra_endpoint *local);

/// Joins a multicast group on the interface that has the address `via` (0: the system's choice).
/// Only datagrams of joined groups are delivered. 0 or errno.
int tectra_udp_join(int socket, uint32_t group, uint32_t via);

/// Sends multicast out of the interface with the address `via` (0: the system's choice), at most
/// `hops` routers far, and whether this machine's own receivers hear it. 0 or errno.
int tectra_udp_multicast_out(int socket, uint32_t via, int hops, int loopback);

/// Asks for a receive buffer of `bytes`; returns what the system gave, or -errno.
int tectra_udp_receive_buffer(int socket, int bytes);

/// Sends one datagram. 0 or errno (EAGAIN: not now).
int tectra_udp_send(int socket, const void *bytes, size_t count, tectra_endpoint to);

/// Receives up to `count` datagrams without waiting. Datagram i lies at `memory + i * stride`, its
/// size in `sizes[i]`, its sender in `senders[i]` (may be NULL). A size above `stride` says that
/// it was cut. `scratch` is tectra_udp_scratch_size(count) bytes, aligned to 16, that the caller
/// sets aside once; nothing is allocated. Returns how many came (0: none) or -errno.
int tectra_udp_receive(int socket, void *memory, size_t stride, unsigned count, uint32_t *sizes,
                       tectra_endpoint *senders, void *scratch);

/// Bytes of scratch for `tectra_udp_receive`.
size_t tectra_udp_scratch_size(unsigned count);

/// Waits until one of the descriptors can be read, or `timeout` nanoseconds have passed (negative:
/// no limit). Sets bit i of `*ready` for descriptor i; at most 16 descriptors. 0 or errno.
int tectra_net_wait(const int *descriptors, unsigned count, int64_t timeout, uint32_t *ready);

#endif
