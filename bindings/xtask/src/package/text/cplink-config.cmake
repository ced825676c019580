# CarePlanLink @VERSION@ for @TRIPLE@.
#   find_package(cplink 0.1 CONFIG REQUIRED)
#   target_link_libraries(program PRIVATE cplink::cplink)    # the shared library
#   target_link_libraries(program PRIVATE cplink::static)    # or the static one
# The library takes and gives UTF-8. Visual C++ takes a source for the code page of its machine unless it is told:
# whoever links these is compiled with /utf-8. Set CPLINK_KEEP_CODE_PAGE before find_package to leave that out; the
# headers are ASCII and do not need it.
get_filename_component(_cplink_root "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET cplink::cplink)
  add_library(cplink::cplink SHARED IMPORTED)
  set_target_properties(cplink::cplink PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_cplink_root}/include")
  if(WIN32)
    set_target_properties(cplink::cplink PROPERTIES IMPORTED_LOCATION "${_cplink_root}/bin/cplink1.dll")
    if(MSVC)
      set_target_properties(cplink::cplink PROPERTIES IMPORTED_IMPLIB "${_cplink_root}/lib/cplink1.lib")
    else()
      set_target_properties(cplink::cplink PROPERTIES IMPORTED_IMPLIB "${_cplink_root}/lib/libcplink1.dll.a")
    endif()
  else()
    set_target_properties(cplink::cplink PROPERTIES
      IMPORTED_LOCATION "${_cplink_root}/lib/libcplink1.so" IMPORTED_SONAME "libcplink1.so")
  endif()
endif()

# On Windows the static library is for GNU compilers: MSVC cannot link it.
if(NOT TARGET cplink::static AND NOT MSVC)
  add_library(cplink::static STATIC IMPORTED)
  set_target_properties(cplink::static PROPERTIES
    IMPORTED_LOCATION "${_cplink_root}/lib/libcplink1.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_cplink_root}/include"
    INTERFACE_LINK_LIBRARIES "@SYSTEM_LIBRARIES@")
endif()

if(MSVC AND NOT CPLINK_KEEP_CODE_PAGE)
  set_property(TARGET cplink::cplink APPEND PROPERTY
    INTERFACE_COMPILE_OPTIONS "$<$<COMPILE_LANGUAGE:C,CXX>:/utf-8>")
endif()

unset(_cplink_root)
