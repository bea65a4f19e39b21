// request.h: the JSON of a request.
#pragma once

#include <jansson.h>

#include "server.h"

// The body as an object, to be given back by json_decref; NULL: *reply says what is wrong with it,
// and where. Nothing deep, and not too many values: they take many times their text in memory.
json_t *srv_request_json(srv_exchange *x, srv_reply *reply);
