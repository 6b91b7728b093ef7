/// OpenSSL's libcrypto: SHA-256 and Ed25519.
///
/// The plain SHA256_… functions are deprecated in favor of EVP, but EVP looks its algorithm up
/// through a provider for every digest, which costs more than hashing one journal frame does.
#ifndef OPENSSL_SUPPRESS_DEPRECATED
#define OPENSSL_SUPPRESS_DEPRECATED
#endif
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
