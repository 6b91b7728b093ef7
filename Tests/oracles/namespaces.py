"""Whose a process's network is: prints the inodes of the network's user namespace, of the process's own, and of the one
above that ("none" where it can not be seen). By ioctl_ns(2)."""
import fcntl
import os
import sys

NS_GET_USERNS, NS_GET_PARENT = 0xB701, 0xB702


def inode(descriptor):
    return os.fstat(descriptor).st_ino


network = os.open(f"/proc/{sys.argv[1]}/ns/net", os.O_RDONLY)
user = os.open(f"/proc/{sys.argv[1]}/ns/user", os.O_RDONLY)
print(inode(fcntl.ioctl(network, NS_GET_USERNS)))
print(inode(user))
try:
    print(inode(fcntl.ioctl(user, NS_GET_PARENT)))
except PermissionError:
    print("none")
