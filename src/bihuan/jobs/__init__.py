"""Jobs 办件: work too long for one request, done in the background for its owner, whose page shows how far it is."""
