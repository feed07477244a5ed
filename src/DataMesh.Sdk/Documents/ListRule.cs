namespace DataMesh;

/// <summary>A key with a list. An item that the standard does not allow is carried, the others stay.</summary>
/// <param name="item">What is said about each item.</param>
internal sealed class ListRule(FieldRule item) : FieldRule
{
    /// <inheritdoc/>
    public override void Import(YamlNode value, int depth)
    {
        foreach (YamlNode each in (value as YamlSequence ?? throw value.Error("a list is expected here.")).Items)
            item.Import(each, depth + 1);
    }

    /// <inheritdoc/>
    public override YamlNode? Export(YamlNode value, CarriedValues carried, int depth)
    {
        if (value is not YamlSequence list)
            return null;
        List<YamlNode> items = [];
        for (int i = 0; i < list.Items.Count; i++)
        {
            if (item.Export(list.Items[i], carried.At(i), depth + 1) is { } written)
                items.Add(written);
            else
                carried.At(i).Add(list.Items[i]);
        }
        return new YamlSequence(items, list.Mark);
    }
}
