// UDP sockets for the feed: many packets in one call, multicast groups, and addresses as plain numbers.
#define _GNU_SOURCE
#include "net.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static struct sockaddr_in address_of(tectra_endpoint endpoint) {
    struct sockaddr_in address = {0};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(endpoint.address);
    address.sin_port = htons(endpoint.port);
    return address;
}

static tectra_endpoint endpoint_of(const struct sockaddr_in *address) {
    tectra_endpoint endpoint = {ntohl(address->sin_addr.s_addr), ntohs(address->sin_port)};
    return endpoint;
}

static int set(int socket, int level, int option, const void *value, socklen_t size) {
    return setsockopt(socket, level, option, value, size) == 0 ? 0 : errno;
}

int tectra_udp_open(void) {
    int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    return descriptor >= 0 ? descriptor : -errno;
}

int tectra_udp_bind(int socket, tectra_endpoint local, int shared) {
    if (shared) {
        int on = 1;
        int code = set(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (code != 0) return code;
    }
    struct sockaddr_in address = address_of(local);
    return bind(socket, (struct sockaddr *)&address, sizeof address) == 0 ? 0 : errno;
}

int tectra_udp_local(int socket, tectra_endpoint *local) {
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    if (getsockname(socket, (struct sockaddr *)&address, &size) != 0) return errno;
    *local = endpoint_of(&address);
    return 0;
}

int tectra_udp_join(int socket, uint32_t group, uint32_t via) {
    // Without this a socket bound to INADDR_ANY hears every group that any process here has joined.
    int off = 0;
    int code = set(socket, IPPROTO_IP, IP_MULTICAST_ALL, &off, sizeof off);
    if (code != 0) return code;
    struct ip_mreqn membership = {0};
    membership.imr_multiaddr.s_addr = htonl(group);
    membership.imr_address.s_addr = htonl(via);
    return set(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership);
}

int tectra_udp_multicast_out(int socket, uint32_t via, int hops, int loopback) {
    struct in_addr interface = {htonl(via)};
    int code = set(socket, IPPROTO_IP, IP_MULTICAST_IF, &interface, sizeof interface);
    if (code == 0) code = set(socket, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
    if (code == 0) code = set(socket, IPPROTO_IP, IP_MULTICAST_LOOP, &loopback, sizeof loopback);
    return code;
}

int tectra_udp_receive_buffer(int socket, int bytes) {
    int code = set(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    if (code != 0) return -code;
    int given = 0;
    socklen_t size = sizeof given;
    if (getsockopt(socket, SOL_SOCKET, SO_RCVBUF, &given, &size) != 0) return -errno;
    return given;
}

int tectra_udp_send(int socket, const void *bytes, size_t count, tectra_endpoint to) {
    struct sockaddr_in address = address_of(to);
    ssize_t sent;
    do {
        sent = sendto(socket, bytes, count, MSG_NOSIGNAL, (struct sockaddr *)&address, sizeof address);
    } while (sent < 0 && errno == EINTR);
    return sent >= 0 ? 0 : errno;
}


size_t tectra_udp_scratch_size(unsigned count) {
    return (size_t)count * (sizeof(struct mmsghdr) + sizeof(struct iovec) + sizeof(struct sockaddr_in));
}

int tectra_udp_receive(int socket, void *memory, size_t stride, unsigned count, uint32_t *sizes,
                       tectra_endpoint *senders, void *scratch) {
    struct mmsghdr *messages = scratch;
    struct iovec *ranges = (struct iovec *)(messages + count);
    struct sockaddr_in *addresses = (struct sockaddr_in *)(ranges + count);
    for (unsigned i = 0; i < count; i++) {
        ranges[i] = (struct iovec){(char *)memory + i * stride, stride};
        messages[i] = (struct mmsghdr){
            .msg_hdr = {
                .msg_name = &addresses[i], .msg_namelen = sizeof addresses[i],
                .msg_iov = &ranges[i], .msg_iovlen = 1,
            },
        };
    }
    // MSG_TRUNC makes the length the datagram's own, so that a cut one shows.
    int got;
    do {
        got = recvmmsg(socket, messages, count, MSG_DONTWAIT | MSG_TRUNC, NULL);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
    for (int i = 0; i < got; i++) {
        sizes[i] = messages[i].msg_len;
        if (senders != NULL) senders[i] = endpoint_of(&addresses[i]);
    }
    return got;
}

int tectra_net_wait(const int *descriptors, unsigned count, int64_t timeout, uint32_t *ready) {
    struct pollfd waits[16];
    *ready = 0;
    if (count > sizeof waits / sizeof waits[0]) return EINVAL;
    for (unsigned i = 0; i < count; i++) waits[i] = (struct pollfd){descriptors[i], POLLIN, 0};
    struct timespec limit = {timeout / 1000000000, timeout % 1000000000};
    int got = ppoll(waits, count, timeout < 0 ? NULL : &limit, NULL);
    if (got < 0) return errno == EINTR ? 0 : errno;
    for (unsigned i = 0; i < count; i++) {
        if (waits[i].revents != 0) *ready |= 1u << i;
    }
    return 0;
}
