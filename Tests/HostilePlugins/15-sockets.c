/// Attack 15: the network and sockets of the machine: a datagram to a port where the host listens, a connection to a
/// socket file and to an abstract name of the host. Observed: SIGSYS, and nothing arrives. With the filter off each
/// other layer is asked by itself.
#include <arpa/inet.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "attack.h"

static void connect_unix(const char *what, int is_abstract) {
    int file = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path + is_abstract, self.path, sizeof address.sun_path - 2);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(self.path) + 1);
    judge_path(what, file < 0 ? -1 : connect(file, (struct sockaddr *)&address, length));
}

static void attack(const char *variant) {
    if (is(variant, "inet")) judge(variant, socket(AF_INET, SOCK_STREAM, 0));
    if (is(variant, "netlink")) judge(variant, socket(AF_NETLINK, SOCK_RAW, 0));
    if (is(variant, "vsock")) judge(variant, socket(40, SOCK_STREAM, 0));
    if (is(variant, "unix-path")) connect_unix(variant, 0);
    if (is(variant, "unix-abstract")) connect_unix(variant, 1);
    struct sockaddr_in address = {AF_INET, htons((uint16_t)self.port), {htonl(INADDR_LOOPBACK)}, {0}};
    if (is(variant, "udp")) {
        int file = socket(AF_INET, SOCK_DGRAM, 0);
        judge(variant, file < 0 ? -1 : sendto(file, "leak", 4, 0, (struct sockaddr *)&address, sizeof address));
    }
    if (is(variant, "tcp")) {
        int file = socket(AF_INET, SOCK_STREAM, 0);
        judge(variant, file < 0 ? -1 : connect(file, (struct sockaddr *)&address, sizeof address));
    }
}
