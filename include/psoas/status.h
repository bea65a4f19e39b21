// status.h: how every function of the library says that it failed, and where the user should look.
//
// A function that can fail returns a ps_status and fills a ps_error; a message names the place
// (file, line), the thing, what was found and what was expected. The library neither prints nor
// exits.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ps_status {
  PS_OK = 0,
  PS_ERR_MEMORY,      // out of memory, or beyond a stated memory limit
  PS_ERR_ARGUMENT,    // an option or argument has a value that cannot be used
  PS_ERR_FILE,        // a file cannot be opened, read or written
  PS_ERR_SYNTAX,      // a file is not well formed
  PS_ERR_VALUE,       // a value has the wrong type, or is out of range
  PS_ERR_REFERENCE,   // a name refers to nothing
  PS_ERR_STRUCTURE,   // a part is missing, doubled or circular
  PS_ERR_UNSUPPORTED, // understood, but psoas cannot compute it (yet)
  PS_ERR_LIMIT,       // larger or deeper than the stated limit
  PS_ERR_EXISTS,      // a result file exists and may not be replaced
  PS_ERR_CANCELLED,   // the caller asked to stop
} ps_status;

// One failure. Fixed size, so that reporting never needs memory.
typedef struct ps_error {
  ps_status status;
  int line;          // 1-based; 0: no line applies
  int column;        // 1-based; 0: not known
  char path[256];    // the file, as the user named it; "" where no file is concerned
  char message[768]; // one sentence, without the place
} ps_error;

// One word for a status ("reference", "value" ...), for machines.
const char *ps_status_name(ps_status status);

// "path:line:column: message", as far as the place is known, cut to size. Returns `text`.
const char *ps_error_text(const ps_error *err, char *text, unsigned long size);

// Something to know that is no failure.
typedef enum ps_note_kind {
  PS_NOTE_INFO,
  PS_NOTE_WARNING,
  PS_NOTE_UNSUPPORTED, // carries force, mass or constraint: results would be wrong without it
} ps_note_kind;

#ifdef __cplusplus
}
#endif
