// What `server-only` is on the server: nothing. Used where Next does not resolve it for us.
export {}
