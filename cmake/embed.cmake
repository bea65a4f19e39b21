# The tables of data/ as bytes in a C file, so that the library needs no files to run.
#
# Included by the build, it makes that file a source of the library, made again when a table was
# changed, added or taken away. Run as a script (cmake -DLIST=... -DOUTPUT=... -P embed.cmake), it
# writes the file: an array for each table, and the list that src/base/embedded.c looks into.
# Arrays of bytes, since a compiler need not take texts longer than 4095 characters.

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(folder ${CMAKE_SOURCE_DIR}/data)
  file(GLOB_RECURSE tables CONFIGURE_DEPENDS ${folder}/*.csv ${folder}/*.yaml)
  set(list ${CMAKE_BINARY_DIR}/embedded_tables.txt)
  string(REPLACE ";" "\n" lines "${tables}")
  file(CONFIGURE OUTPUT ${list} CONTENT "${lines}\n" @ONLY) # touched only by a difference
  set(PSOAS_EMBEDDED ${CMAKE_BINARY_DIR}/embedded_tables.c)
  add_custom_command(OUTPUT ${PSOAS_EMBEDDED}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DLIST=${list} -DOUTPUT=${PSOAS_EMBEDDED}
      -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${tables} ${list} ${CMAKE_CURRENT_LIST_FILE}
    COMMENT "Embedding the tables of data/" VERBATIM)
  return()
endif()

set(line "................................................") # 48 digits: 24 bytes a line
file(STRINGS ${LIST} tables)
set(rows "")
set(n 0)
file(WRITE ${OUTPUT} "// made by cmake/embed.cmake\n#include \"base/embedded.h\"\n\n")
foreach(table ${tables})
  file(RELATIVE_PATH name ${FOLDER} ${table})
  if(NOT name MATCHES "^[A-Za-z0-9_./-]+$")
    message(FATAL_ERROR "data/${name}: expected a name of letters, digits, '_', '-' and '.'")
  endif()
  file(READ ${table} bytes HEX)
  file(SIZE ${table} size)
  string(REGEX REPLACE "(${line})" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  file(APPEND ${OUTPUT} "static const unsigned char table_${n}[] = {\n${bytes}0};\n\n")
  string(APPEND rows "    {\"${name}\", (const char *)table_${n}, ${size}},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(APPEND ${OUTPUT} "const ps_embedded ps_embedded_tables[] = {\n${rows}    {NULL, NULL, 0},\n};\n")
file(APPEND ${OUTPUT} "const int ps_embedded_ntable = ${n};\n")
