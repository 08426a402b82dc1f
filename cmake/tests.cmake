# Every src/**/test/*_test.c is a cmocka program of its own, linked against its layer.
# Names: src/base/test/str_test.c -> test_base_str, src/engine/assess/test/rank_test.c ->
# test_engine_assess_rank.
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)
file(GLOB_RECURSE unit_tests CONFIGURE_DEPENDS src/*_test.c)
file(GLOB kit CONFIGURE_DEPENDS test/kit/*.c)
add_library(test_kit STATIC ${kit})
target_link_libraries(test_kit PUBLIC port PkgConfig::CMOCKA)
target_include_directories(test_kit PUBLIC ${CMAKE_SOURCE_DIR}/test)
# src/port/test/sqlpack_test.c runs it.
add_dependencies(test_kit sqlpack)

foreach(source ${unit_tests})
  cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR}/src OUTPUT_VARIABLE relative)
  if(relative MATCHES "^base/")
    set(layer base)
  elseif(relative MATCHES "^port/")
    set(layer test_kit)
  elseif(relative MATCHES "^engine/([a-z_]+)/")
    set(layer engine_${CMAKE_MATCH_1} test_kit)
  elseif(relative MATCHES "^domain/")
    set(layer domain test_kit)
  else()
    set(layer face test_kit)
  endif()
  string(REGEX REPLACE "_test\\.c$" "" name ${relative})
  string(REGEX REPLACE "/test/" "/" name ${name})
  string(REPLACE "/" "_" name ${name})
  add_executable(test_${name} ${source})
  target_link_libraries(test_${name} ${layer} PkgConfig::CMOCKA)
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
endforeach()

# Statements on scoped tables, packed for the test that runs them.
set(shop ${CMAKE_SOURCE_DIR}/src/port/test/scope)
set(shop_files ${shop}/src/domain/shop/shop.sql ${shop}/src/domain/shop/schema/0001_shop.sql)
add_custom_command(OUTPUT ${GENERATED}/shop.gen.c ${GENERATED}/shop_ids.h
  COMMAND sqlpack ${shop} ${GENERATED}/shop.gen.c ${GENERATED}/shop_ids.h ${shop_files}
  DEPENDS sqlpack ${shop_files} VERBATIM)
add_library(shop STATIC ${GENERATED}/shop.gen.c ${GENERATED}/shop_ids.h)
target_link_libraries(shop PUBLIC port)
target_include_directories(shop PUBLIC ${GENERATED})
foreach(test db_scope db_audit)
  target_link_libraries(test_port_${test} shop)
endforeach()

# The real program, driven as people and programs drive it; checks of the tree itself.
foreach(database sqlite postgresql)
  add_test(NAME scenarios_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/scenario/run.py $<TARGET_FILE:tongban> ${database})
  set_tests_properties(scenarios_${database} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
foreach(database sqlite postgresql)
  add_test(NAME holes_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/holes/run.py $<TARGET_FILE:tongban> ${database})
  add_test(NAME leak_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/leak/run.py $<TARGET_FILE:tongban> ${database})
  add_test(NAME open311_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/open311/run.py $<TARGET_FILE:tongban> ${database})
  set_tests_properties(holes_${database} leak_${database} open311_${database} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
foreach(database sqlite postgresql)
  add_test(NAME hotline_mixed_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/hotline/mixed.py $<TARGET_FILE:tongban> ${database})
  add_test(NAME hotline_killed_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/hotline/killed.py $<TARGET_FILE:tongban> ${database})
  set_tests_properties(hotline_mixed_${database} hotline_killed_${database} PROPERTIES
    SKIP_RETURN_CODE 77)
endforeach()
# The score of a file of orders beside an independent calculation; fewer of them where it is slow.
set(independent_orders 20000)
if(NOT CMAKE_BUILD_TYPE MATCHES "^Rel")
  set(independent_orders 1500)
endif()
foreach(database sqlite postgresql)
  add_test(NAME independent_score_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/hotline/independent.py $<TARGET_FILE:tongban> ${database}
      ${independent_orders})
  set_tests_properties(independent_score_${database} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
add_test(NAME robust
  COMMAND ${CMAKE_SOURCE_DIR}/test/robust/run.py $<TARGET_FILE:tongban>)
add_test(NAME deadlines
  COMMAND ${CMAKE_SOURCE_DIR}/test/deadline/run.py $<TARGET_FILE:tongban>)
set_tests_properties(deadlines PROPERTIES SKIP_RETURN_CODE 77)
foreach(database sqlite postgresql)
  add_test(NAME outbox_${database}
    COMMAND ${CMAKE_SOURCE_DIR}/test/outbox/run.py $<TARGET_FILE:tongban> ${database})
  set_tests_properties(outbox_${database} PROPERTIES SKIP_RETURN_CODE 77)
endforeach()
add_test(NAME planted
  COMMAND ${CMAKE_SOURCE_DIR}/test/check/planted.py $<TARGET_FILE:tongban>)
set_tests_properties(planted PROPERTIES PROCESSORS 2)
add_test(NAME layers COMMAND ${CMAKE_SOURCE_DIR}/tools/check-layers)
add_test(NAME style COMMAND ${CMAKE_SOURCE_DIR}/tools/check-style)
add_test(NAME checkers COMMAND ${CMAKE_SOURCE_DIR}/test/tools/checkers_test.py)
add_test(NAME headers COMMAND ${CMAKE_SOURCE_DIR}/test/tools/headers.sh)
add_test(NAME module_folder COMMAND ${CMAKE_SOURCE_DIR}/test/module_folder.sh)
set_tests_properties(module_folder PROPERTIES PROCESSORS 2)
add_test(NAME pages COMMAND ${CMAKE_SOURCE_DIR}/tools/node.sh npm --prefix ${CMAKE_SOURCE_DIR}/web test)
# The pages, a file of tests each, so that two run side by side.
file(GLOB browser_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/browser/*.test.mjs)
foreach(source ${browser_tests})
  cmake_path(GET source FILENAME name)
  string(REPLACE ".test.mjs" "" name ${name})
  add_test(NAME browser_${name} COMMAND ${CMAKE_SOURCE_DIR}/test/browser/run.sh ${name}.test)
  set_tests_properties(browser_${name} PROPERTIES
    ENVIRONMENT "TONGBAN_BIN=$<TARGET_FILE:tongban>" TIMEOUT 900)
endforeach()
