namespace DataMesh;

/// <summary>An element of a standard: what is checked when it is read, and what of it can be written.</summary>
/// <remarks>
/// Reading is generous: a key that the standard does not know stays, and so does a value of a known key that the typed model can show.
/// Writing is exact: what the written version does not allow is carried in <c>customProperties</c> of the element or of the nearest one around it that has them, see <see cref="CarriedValues"/>.
/// </remarks>
internal sealed class DocumentShape
{
    /// <summary>What stands for a value that a standard demands and the document does not have.</summary>
    public const string StandIn = "unspecified";

    /// <summary>The deepest document: leaves room for what carrying adds, so that it can be read again.</summary>
    public const int MaximumDepth = YamlParser.MaximumDepth - 12;

    /// <summary>The keys that are known, in any version.</summary>
    public required IReadOnlyDictionary<string, FieldRule> Fields { get; init; }

    /// <summary>The keys without which the element cannot be written.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Required texts for which <see cref="StandIn"/> is written when they are absent.</summary>
    public IReadOnlyList<string> StandIns { get; init; } = [];

    /// <summary>True when the standard allows other keys.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The form of an element whose keys depend on what others say; null when they do not.</summary>
    public Func<YamlMapping, DocumentForm>? Choose { get; init; }

    private bool HasCustomProperties => Fields.TryGetValue(DocumentKeys.CustomProperties, out FieldRule? rule) && rule is not LaterRule;

    /// <summary>Restores what an element carries and refuses what the typed model cannot show.</summary>
    public void Import(YamlMapping element, int depth)
    {
        if (depth > MaximumDepth)
            throw element.Error($"the document is nested more than {MaximumDepth} levels deep.");
        if (HasCustomProperties)
            CarriedValues.Restore(element);
        foreach ((string key, YamlNode value) in element.Entries)
            if (value is not YamlScalar { IsNull: true } && Fields.TryGetValue(key, out FieldRule? rule))
                rule.Import(value, depth + 1);
    }

    /// <summary>The element as the written version allows it; null when it does not in any way.</summary>
    public YamlMapping? Export(YamlMapping element, CarriedValues around, int depth)
    {
        if (depth > MaximumDepth)
            throw new DataMeshException(DataMeshErrorKind.InvalidDefinition, $"Cannot write a document: it is nested more than {MaximumDepth} levels deep, or an element lies in itself. Take an element out.");
        CarriedValues carried = HasCustomProperties ? new() : around;
        int before = around.Count;
        DocumentForm form = Choose?.Invoke(element) ?? new DocumentForm { Fields = Fields, Required = Required, IsOpen = IsOpen };
        YamlMapping written = new(element.Mark);
        foreach ((string key, YamlNode value) in element.Entries)
            Export(form, written, key, value, carried.At(key), depth);
        foreach ((string key, string text) in form.Instead.Concat(StandIns.Where(k => !written.Contains(k)).Select(k => KeyValuePair.Create(k, StandIn))))
        {
            written.Add(key, text);
            carried.At(key).ShowInstead(text);
        }
        form.Finish?.Invoke(written, carried);
        if (!form.IsAllowed || form.Required.Any(key => !written.Contains(key)))
        {
            around.CutTo(before);
            return null;
        }
        if (HasCustomProperties)
            carried.WriteTo(written);
        return written;
    }

    private static void Export(DocumentForm form, YamlMapping written, string key, YamlNode value, CarriedValues carried, int depth)
    {
        bool known = form.Fields.TryGetValue(key, out FieldRule? rule);
        YamlNode? fits = form.Instead.ContainsKey(key) ? null : known ? rule!.Export(value, carried, depth + 1) : form.IsOpen ? value : null;
        if (fits is not null)
            written.Add(key, fits);
        else
            carried.Add(value);
    }
}
