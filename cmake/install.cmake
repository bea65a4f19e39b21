# cmake --install build/release --prefix DIR: the library, its headers and the command.
# The command prints its man page and completion from its own table of options.
include(GNUInstallDirs)

install(TARGETS psoas ARCHIVE)
install(DIRECTORY include/psoas TYPE INCLUDE FILES_MATCHING PATTERN "*.h")
file(RELATIVE_PATH PSOAS_PREFIX /usr/${CMAKE_INSTALL_LIBDIR}/pkgconfig /usr) # it may be moved
configure_file(cmake/psoas.pc.in psoas.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/psoas.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES LICENSE NOTICE TYPE DOC)

install(FILES ${CMAKE_SOURCE_DIR}/build/web/psoas.html OPTIONAL DESTINATION ${CMAKE_INSTALL_DATADIR}/psoas)

if(TARGET psoas_cli)
  install(TARGETS psoas_cli RUNTIME)
  install(FILES ${CMAKE_BINARY_DIR}/psoas.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 OPTIONAL)
  install(FILES ${CMAKE_BINARY_DIR}/psoas.bash RENAME psoas OPTIONAL
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
endif()
