// oxlint-disable import/no-unassigned-import -- they work by being loaded
/** As people with a single file write it: nothing gives way between the start of the distro and the first call. */
require('./distro.cjs')
require('./app.cjs')
