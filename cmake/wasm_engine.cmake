# bin/psoas.wasm: the library and the command as one WASI reactor (apps/wasm/engine.c).
#
# What needs a system that WebAssembly is not is left out by name: threads and signals (a
# *_none.c stands for them), and the parsers, which the page has (*_host.c).
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*/*.c ${CMAKE_SOURCE_DIR}/apps/cli/*.c
  ${CMAKE_SOURCE_DIR}/apps/wasm/*.c)
list(FILTER sources EXCLUDE REGEX "/(thread|interrupt|place|xml_expat|yaml_libyaml)\\.c$")
include(embed)

# functions that the page calls; those of apps/wasm say so themselves
set(exports malloc free ps_xml_start ps_xml_add_attribute ps_xml_add_text ps_xml_end ps_xml_doctype
  ps_xml_malformed ps_yaml_start ps_yaml_end ps_yaml_scalar ps_yaml_document ps_yaml_alias
  ps_yaml_marks)
list(TRANSFORM exports PREPEND "-Wl,--export=")

add_executable(psoas_wasm ${sources} ${PSOAS_EMBEDDED})
set_target_properties(psoas_wasm PROPERTIES OUTPUT_NAME psoas SUFFIX .wasm)
# what reads files and writes texts and pages is short rather than fast: nobody waits for it
set(texts ${sources})
list(FILTER texts INCLUDE REGEX "/(src/io|src/tool|apps/cli)/")
list(FILTER texts EXCLUDE REGEX "/src/tool/live")
set_source_files_properties(${texts} PROPERTIES COMPILE_OPTIONS -Os)
target_include_directories(psoas_wasm PRIVATE include src)
target_compile_definitions(psoas_wasm PRIVATE PSOAS_VERSION="${PROJECT_VERSION}"
  _WASI_EMULATED_GETPID)
target_compile_options(psoas_wasm PRIVATE -ffunction-sections -fdata-sections)
target_link_options(psoas_wasm PRIVATE -mexec-model=reactor ${exports} -Wl,--gc-sections
  -Wl,--strip-all -Wl,--stack-first -Wl,-z,stack-size=1048576)
target_link_libraries(psoas_wasm PRIVATE psoas_flags wasi-emulated-getpid m)
