// sto.h: reads motion and result tables (.mot, .sto), in the header styles of SIMM and OpenSim.
//
//   name of the table                     a free first line, or `name X`
//   version=1                             0 (none) to 3; 2 and 3 have DataType and no sizes
//   nRows=73    nColumns=24               also `datarows 73`, `datacolumns 24`
//   inDegrees=yes                         also "Angles are in degrees." or "... radians.";
//                                         "# SIMM Motion File Header:" means degrees
//   free lines
//   endheader
//   time  knee_angle_r  ...               labels, then rows: tabs or spaces, \n or \r\n
//
// What the header announces must be there, labels differ, times increase. The file is read in
// pieces, so its size is limited only by the memory for the table.
#pragma once

#include "base/notes.h"
#include "psoas/table.h"

typedef enum ps_sto_flags {
  PS_STO_STRICT = 0,
  PS_STO_ALLOW_NAN = 1, // cells may be nan: what a laboratory could not see
} ps_sto_flags;

// *table is NULL after a failure; else the caller frees it.
ps_status ps_sto_load(ps_table **table, const char *path, ps_sto_flags flags, ps_notes *notes,
                      ps_error *err);
ps_status ps_sto_parse(ps_table **table, const char *path, const char *text, size_t size,
                       ps_sto_flags flags, ps_notes *notes, ps_error *err);
