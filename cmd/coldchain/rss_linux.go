package main

// rssUnit is the unit in which the system gives the resident memory, in bytes.
const rssUnit = 1024
