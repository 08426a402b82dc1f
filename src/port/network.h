/*
 * network.h - whom a client address stands for: what is counted by address is counted by this.
 */
#ifndef TONGBAN_PORT_NETWORK_H
#define TONGBAN_PORT_NETWORK_H

#include "base/str.h"

/* IPv4 as it is, the first 64 bits of IPv6, which is the part that a network gives out. Never 0; 1
 * for what is no address. */
uint64_t network_of(Str address);

#endif
