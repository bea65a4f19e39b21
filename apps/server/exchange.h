// exchange.h: requests from their first line to the last byte of the answer.
#pragma once

#include "server.h"

// Begin to answer at a socket that listens; false: it cannot be.
bool srv_exchange_open(srv_server *server, int listening);
// Answer no more; nothing may be under way in the pool.
void srv_exchange_close(srv_server *server);
