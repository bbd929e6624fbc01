"""Who sees which deals: those of the pipelines that the person sees."""
