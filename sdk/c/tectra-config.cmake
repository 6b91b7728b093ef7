# find_package(tectra CONFIG REQUIRED), with CMAKE_PREFIX_PATH or tectra_DIR at this folder.
#
#   tectra::abi                          the contract's headers
#   tectra_add_strategy(NAME SOURCES…)   a library with the one exported symbol
get_filename_component(TECTRA_SDK "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)

if(NOT TARGET tectra::abi)
    add_library(tectra::abi INTERFACE IMPORTED)
    set_target_properties(tectra::abi PROPERTIES INTERFACE_INCLUDE_DIRECTORIES
        "${TECTRA_SDK}/PluginABI/include;${TECTRA_SDK}/c/include")
endif()

function(tectra_add_strategy name)
    add_library(${name} MODULE ${ARGN})
    target_link_libraries(${name} PRIVATE tectra::abi)
    set_target_properties(${name} PROPERTIES
        C_STANDARD 11
        C_VISIBILITY_PRESET hidden
        POSITION_INDEPENDENT_CODE ON
        LINK_DEPENDS "${TECTRA_SDK}/exports.map")
    target_link_options(${name} PRIVATE
        "LINKER:--version-script=${TECTRA_SDK}/exports.map" "LINKER:-z,relro" "LINKER:-z,now" "LINKER:--no-undefined")
endfunction()
