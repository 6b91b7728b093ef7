/// Reads /proc/<pid>/status line by line; an unknown line is passed over.
#define _GNU_SOURCE
#include "attest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return 16;
}

/// The next number of a line in `base`; `cursor` moves behind it. All ones when there is none.
static uint64_t number(const char **cursor, const char *end, unsigned base) {
    const char *at = *cursor;
    while (at < end && (*at == ' ' || *at == '\t')) at++;
    if (at == end || (unsigned)digit(*at) >= base) return UINT64_MAX;
    uint64_t value = 0;
    while (at < end && (unsigned)digit(*at) < base) value = value * base + (unsigned)digit(*at++);
    *cursor = at;
    return value;
}

static int begins(const char **cursor, const char *end, const char *key) {
    size_t length = strlen(key);
    if ((size_t)(end - *cursor) < length || memcmp(*cursor, key, length) != 0) return 0;
    *cursor += length;
    return 1;
}

tectra_process_status tectra_parse_status(const char *text, size_t length) {
    tectra_process_status s;
    memset(&s, 0xff, sizeof s);
    s.state = 0;
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        if (!stop) stop = end;
        const char *at = text;
        if (begins(&at, stop, "State:\t")) {
            if (at < stop) s.state = *at;
        } else if (begins(&at, stop, "Uid:")) {
            s.user_real = (int64_t)number(&at, stop, 10);
            s.user_effective = (int64_t)number(&at, stop, 10);
            s.user_saved = (int64_t)number(&at, stop, 10);
            s.user_filesystem = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "Gid:")) {
            number(&at, stop, 10);
            s.group_effective = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "Threads:")) {
            s.threads = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "TracerPid:")) {
            s.tracer = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "Seccomp:")) {
            s.seccomp_mode = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "Seccomp_filters:")) {
            s.seccomp_filters = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "NoNewPrivs:")) {
            s.no_new_privileges = (int64_t)number(&at, stop, 10);
        } else if (begins(&at, stop, "CapInh:")) {
            s.capabilities_inheritable = number(&at, stop, 16);
        } else if (begins(&at, stop, "CapPrm:")) {
            s.capabilities_permitted = number(&at, stop, 16);
        } else if (begins(&at, stop, "CapEff:")) {
            s.capabilities_effective = number(&at, stop, 16);
        } else if (begins(&at, stop, "CapBnd:")) {
            s.capabilities_bounding = number(&at, stop, 16);
        } else if (begins(&at, stop, "CapAmb:")) {
            s.capabilities_ambient = number(&at, stop, 16);
        }
        text = stop + 1;
    }
    return s;
}

int tectra_read_status(int pid, tectra_process_status *status) {
    char path[40], text[8192];
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno;
    size_t length = 0;
    for (;;) {
        ssize_t count = read(file, text + length, sizeof text - length);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        length += (size_t)count;
        if (length == sizeof text) break;
    }
    close(file);
    *status = tectra_parse_status(text, length);
    return 0;
}
