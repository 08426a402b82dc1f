#include "port/network.h"

#include <arpa/inet.h>
#include <string.h>

uint64_t network_of(Str address)
{
    char text[INET6_ADDRSTRLEN] = "";
    struct in_addr four;
    struct in6_addr six;
    uint64_t network = 0;
    if (str_empty(address) || address.len >= sizeof text)
        return 1;
    memcpy(text, address.at, address.len);
    if (inet_pton(AF_INET, text, &four) == 1)
        return four.s_addr ? four.s_addr : 1;
    if (inet_pton(AF_INET6, text, &six) == 1)
        memcpy(&network, six.s6_addr, sizeof network);
    return network ? network : 1;
}
