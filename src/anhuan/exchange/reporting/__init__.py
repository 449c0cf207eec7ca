"""The reporter: takes what is due from the database and carries it to its receiver."""
