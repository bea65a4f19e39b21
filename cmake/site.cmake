# The files of the page as part of the command, as they are and by gzip, for `psoas serve`.
#
# PSOAS_SITE is the folder of the built page; where it is not there the command carries none, and
# says so. Sets PSOAS_SITE_SOURCES. Bytes come in by the assembler: compilers are slow at them.

set(PSOAS_SITE ${CMAKE_SOURCE_DIR}/build/web/site CACHE PATH "The built page that serve shows")
set(output ${CMAKE_BINARY_DIR}/site)
file(MAKE_DIRECTORY ${output})
if(EXISTS ${PSOAS_SITE}/index.html)
  enable_language(ASM)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${PSOAS_SITE}/*)
  add_custom_command(OUTPUT ${output}/site.c ${output}/site.S
    COMMAND Python3::Interpreter ${CMAKE_SOURCE_DIR}/cmake/site.py ${PSOAS_SITE} ${output}
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/site.py
    COMMENT "Embedding the page" VERBATIM)
  set(PSOAS_SITE_SOURCES ${output}/site.c ${output}/site.S)
else()
  file(CONFIGURE OUTPUT ${output}/no_site.c @ONLY CONTENT
    "#include \"site.h\"\nconst srv_embedded srv_embedded_files[] = {{0}};\nconst int srv_embedded_nfile = 0;\n")
  set(PSOAS_SITE_SOURCES ${output}/no_site.c)
endif()
