namespace DataMesh.Adapters;

/// <summary>How deep a leaf lies: what its definition and repetition levels mean (parquet-format, "Nested Encoding").</summary>
/// <param name="MaxDefinition">The definition level of a value.</param>
/// <param name="MaxRepetition">How many lists and maps are around it.</param>
/// <param name="PlaceDefinition">The definition level from which on there is a place for a value: the innermost list or map around it has an item.</param>
internal readonly record struct LevelShape(int MaxDefinition, int MaxRepetition, int PlaceDefinition)
{
    private const int Step = 512;

    /// <summary>True when a level says no more than whether there is a value.</summary>
    internal bool IsFlat => MaxDefinition <= 1 && MaxRepetition == 0;

    /// <summary>How many of the next levels have a place for a value.</summary>
    internal int CountPlaces(RunDecoder definitions, int levels)
    {
        if (MaxRepetition == 0)
            return levels;
        Span<int> step = stackalloc int[Step];
        int places = 0;
        for (int left = levels; left > 0;)
        {
            Span<int> next = step[..Math.Min(Step, left)];
            definitions.Read(next);
            foreach (int level in next)
                places += level >= PlaceDefinition ? 1 : 0;
            left -= next.Length;
        }
        return places;
    }

    /// <summary>Reads places as 1 for a value and 0 for none.</summary>
    /// <returns>How many are values.</returns>
    internal int ReadPlaces(ref RunDecoder definitions, Span<byte> places)
    {
        Span<int> step = stackalloc int[Step];
        int values = 0;
        for (int place = 0; place < places.Length;)
        {
            Span<int> next = step[..Math.Min(Step, places.Length - place)];
            definitions.Read(next);
            foreach (int level in next)
                if (level >= PlaceDefinition)
                    values += places[place++] = level == MaxDefinition ? (byte)1 : (byte)0;
        }
        return values;
    }

    /// <exception cref="InvalidDataException">A level is greater than the schema allows.</exception>
    internal static void Read(ref RunDecoder levels, Span<byte> target, int greatest)
    {
        if (greatest == 0)
        {
            target.Clear();
            return;
        }
        Span<int> step = stackalloc int[Step];
        while (!target.IsEmpty)
        {
            Span<int> next = step[..Math.Min(Step, target.Length)];
            levels.Read(next);
            for (int i = 0; i < next.Length; i++)
                target[i] = next[i] <= greatest ? (byte)next[i] : throw new InvalidDataException("a level is greater than the schema allows");
            target = target[next.Length..];
        }
    }
}
